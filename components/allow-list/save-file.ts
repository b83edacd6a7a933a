/** Hands a text to the browser as a file. Browser only. */
export function saveFile(name: string, text: string, kind: 'csv' | 'json'): void {
  // Spreadsheets take a CSV without the mark for the machine's own encoding.
  const parts = kind === 'csv' ? ['\uFEFF', text] : [text]
  const type = kind === 'csv' ? 'text/csv;charset=utf-8' : 'application/json'
  const url = URL.createObjectURL(new Blob(parts, { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
