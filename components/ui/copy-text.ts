/**
 * Puts a text on the clipboard. Resolves with false when the browser does not let us: the asynchronous clipboard exists
 * only on https and localhost, and the older way may be switched off.
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copyBySelection(text)
  }
}

function copyBySelection(text: string): boolean {
  const before = document.activeElement
  const field = document.createElement('textarea')
  field.value = text
  field.setAttribute('readonly', '')
  field.setAttribute('aria-hidden', 'true')
  field.style.position = 'fixed'
  field.style.opacity = '0'
  // Inside an open dialog: its focus trap would take the selection away from anything outside.
  const dialogs = document.querySelectorAll('[role="dialog"]')
  const home = dialogs[dialogs.length - 1] ?? document.body
  home.append(field)
  field.select()
  try {
    return document.execCommand('copy')
  } catch {
    return false
  } finally {
    field.remove()
    if (before instanceof HTMLElement) before.focus()
  }
}
