/** Hands the browser a file to save: one that only a signed-in call can fetch has no address. */
export function saveAs(name: string, file: Blob): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  // The browser reads it after this; a minute is enough for any disk.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
