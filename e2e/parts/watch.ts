// Looks over the shoulder of every test: no answer and no console line may hold the secret key, and a page may not
// complain in the browser's console. What a test expects to be refused (401, 403, 409 …) is no complaint.

import type { BrowserContext, ConsoleMessage, Response } from '@playwright/test'
import { expect } from '@playwright/test'
import { secretAccessKey } from './settings.ts'

const refusedLoad = /^Failed to load resource: (?:the server responded with a status of|net::ERR_)/

export type Watch = {
  add(context: BrowserContext): void
  /** Resolves when all answers up to now have been looked at. A context must not be closed before. */
  settle(): Promise<void>
  /** Fails the test when anything was seen. */
  check(): void
}

export function createWatch(): Watch {
  const leaks: string[] = []
  const complaints: string[] = []
  const reading = new Set<Promise<void>>()

  const look = (where: string, text: string) => {
    if (text.includes(secretAccessKey)) leaks.push(where)
  }
  const readResponse = async (response: Response) => {
    look(`headers of ${response.url()}`, JSON.stringify(await response.allHeaders()))
    // A redirect has no body, and one that was cut off cannot be read.
    if (response.status() >= 300 && response.status() < 400) return
    look(`body of ${response.url()}`, await response.text())
  }
  const onResponse = (response: Response) => {
    const read = readResponse(response).catch(() => undefined)
    reading.add(read)
    void read.finally(() => reading.delete(read))
  }
  const onConsole = (message: ConsoleMessage) => {
    look(`console line of ${message.page()?.url()}`, message.text())
    if (message.type() !== 'error' && message.type() !== 'warning') return
    if (!refusedLoad.test(message.text())) complaints.push(message.text())
  }

  return {
    add(context) {
      context.on('response', onResponse)
      context.on('console', onConsole)
      context.on('weberror', (error) => complaints.push(String(error.error())))
    },
    async settle() {
      await Promise.all(reading)
    },
    check() {
      expect(leaks, 'the secret access key was seen').toEqual([])
      expect(complaints, 'the browser’s console').toEqual([])
    },
  }
}
