/**
 * The server's other side: what happens in it without anybody's page, such as a
 * draw. tests/live/backstage.py does it, in the environment of the stack that is tried.
 */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { createInterface } from 'node:readline'

const BACKSTAGE = 'from tests.live import backstage; backstage.serve()'

interface Errand {
  resolve(result: unknown): void
  reject(error: Error): void
}

export interface Draw {
  number: number
  winner: string
}

/** One process a worker of Playwright's, started when it is first needed; it ends with its standard input. */
class Backstage {
  private readonly child: ChildProcessWithoutNullStreams
  private readonly waiting: Errand[] = []
  private said = ''

  constructor() {
    this.child = spawn('python', ['manage.py', 'shell', '--no-imports', '-v', '0', '-c', BACKSTAGE], { cwd: '..' })
    this.child.stderr.on('data', (words: Buffer) => (this.said += words.toString()))
    this.child.on('close', () => this.waiting.splice(0).forEach(({ reject }) => reject(new Error(this.said))))
    createInterface(this.child.stdout).on('line', (line) => {
      this.waiting.shift()?.resolve((JSON.parse(line) as { done: unknown }).done)
    })
    // A process of Node's that has nothing else to do may end.
    this.child.unref()
  }

  do<T>(name: string, given: Record<string, unknown>): Promise<T> {
    return new Promise<unknown>((resolve, reject) => {
      this.waiting.push({ resolve, reject })
      this.child.stdin.write(`${JSON.stringify({ do: name, with: given })}\n`)
    }) as Promise<T>
  }
}

let backstage: Backstage | null = null

function run<T>(name: string, given: Record<string, unknown> = {}): Promise<T> {
  backstage ??= new Backstage()
  return backstage.do<T>(name, given)
}

/** Holds a draw among these people, and nobody else. */
export const holdDraw = (names: string[]) => run<Draw>('hold_draw', { names })

/** Lets beat and a worker draw among these people: to be called when nobody else needs his account any more. */
export const letBeatDraw = (names: string[]) => run<Draw>('let_beat_draw', { names })

/** Lets people trade what came with their accounts. */
export const release = (names: string[]) => run<null>('release', { names })

/** Returns what is wrong with the ledger, in words. */
export const checkLedger = () => run<string[]>('check_ledger')

/** Gives people of these names accounts of eight days ago, and an afternoon of draws and trades. */
export const tellOfAnAfternoon = (names: Record<string, [first: string, last: string]>, password: string) =>
  run<null>('tell_of_an_afternoon', { names, password })

/** Closes a draw that is over in so many seconds, and says that there is a lottery. */
export const announceDraw = (seconds: number) => run<null>('announce_draw', { seconds })
