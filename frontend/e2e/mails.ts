/** The e-mails that the server has sent: files in a directory that MAILS names. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Returns the newest link of this kind in a mail to `address`, or null while there is none. */
export function linkTo(address: string, path: string): string | null {
  const folder = process.env.MAILS ?? ''
  const mails = readdirSync(folder).sort().map((name) => readFileSync(join(folder, name), 'utf8'))
  // A mail breaks long lines softly (RFC 2045, quoted-printable).
  const texts = mails.filter((mail) => mail.includes(`To: ${address}`)).map((mail) => mail.replaceAll(/=\r?\n/g, ''))
  const links = texts.flatMap((text) => [...text.matchAll(/https?:\/\/[^\s"<>]+/g)].map(([link]) => link))
  return links.filter((link) => new URL(link).pathname.startsWith(path)).at(-1) ?? null
}
