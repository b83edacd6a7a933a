'use client'

import { useState } from 'react'

export type PortalHome = {
  readonly home: HTMLElement | null
  /** For the root of the floating part: looks anew each time it opens. */
  readonly onOpenChange: (isOpen: boolean) => void
}

/**
 * Where a floating part is drawn: inside the dialog that is open, else inside the page's main part, so that it stands
 * within a landmark and above what it belongs to. Null, the end of the body, where there is neither.
 */
export function usePortalHome(): PortalHome {
  const [home, setHome] = useState<HTMLElement | null>(null)
  return {
    home,
    onOpenChange: (isOpen) => {
      if (isOpen) setHome(findHome())
    },
  }
}

function findHome(): HTMLElement | null {
  const dialogs = document.querySelectorAll<HTMLElement>('[role="dialog"][data-state="open"]')
  return dialogs[dialogs.length - 1] ?? document.querySelector('main')
}
