// Keys of the list, by what is pressed and where. A key typed into a field is text; a key in a dialog is the dialog's.

export type ListCommand = 'search' | 'next' | 'previous' | 'select' | 'edit' | 'remove' | 'undo' | 'review'

export type KeyPress = {
  readonly key: string
  readonly metaKey: boolean
  readonly ctrlKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
  /** Focus is in something that takes text. */
  readonly inField: boolean
  /** Focus is on a button, link or other control that has its own use for the key. */
  readonly onControl: boolean
}

const plain: Readonly<Record<string, ListCommand>> = {
  '/': 'search',
  j: 'next',
  k: 'previous',
  x: 'select',
  e: 'edit',
  Backspace: 'remove',
  Delete: 'remove',
}

/** The command a key press means, or null when it means nothing here. */
export function commandOf(press: KeyPress): ListCommand | null {
  const isCommand = press.metaKey || press.ctrlKey
  if (press.altKey) return null
  if (isCommand) {
    if (press.key === 'Enter') return 'review'
    // In a field ⌘Z belongs to its text.
    return press.key.toLowerCase() === 'z' && !press.shiftKey && !press.inField ? 'undo' : null
  }
  if (press.inField) return null
  const command = plain[press.key.length === 1 ? press.key.toLowerCase() : press.key] ?? null
  if (press.shiftKey && press.key !== '/') return null
  return command === 'remove' && press.onControl ? null : command
}
