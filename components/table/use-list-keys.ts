'use client'

import { useEffect } from 'react'
import { commandOf, type ListCommand } from './list-keys.ts'

/** Runs the keys of the page's list. `run` says whether the command did anything; then the key is used up. */
export function useListKeys(run: (command: ListCommand) => boolean): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return
      // A dialog or an open menu has the keyboard to itself.
      if (document.querySelector('[role="dialog"][data-state="open"], [role="menu"][data-state="open"]'))
        return
      const target = event.target instanceof HTMLElement ? event.target : null
      const command = commandOf({
        key: event.key,
        metaKey: event.metaKey,
        ctrlKey: event.ctrlKey,
        altKey: event.altKey,
        shiftKey: event.shiftKey,
        inField:
          target !== null && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)),
        onControl: target !== null && target.closest('button, a[href], [role="combobox"]') !== null,
      })
      if (command !== null && run(command)) event.preventDefault()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [run])
}
