import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { freePort, portSentence, requireFreePort } from './ports.ts'

test('a taken port ends in one sentence that names the variable', async () => {
  const port = await freePort()
  const server = createServer()
  await new Promise<void>((resolve) => {
    server.listen(port, '127.0.0.1', resolve)
  })
  const sentence = `Port ${port} on 127.0.0.1 is taken by another program: stop that one, or set EMULATOR_PORT to a free port.`
  await expect(requireFreePort('EMULATOR_PORT', '127.0.0.1', port)).rejects.toThrow(sentence)
  await new Promise((resolve) => {
    server.close(resolve)
  })
  await expect(requireFreePort('EMULATOR_PORT', '127.0.0.1', port)).resolves.toBeUndefined()
})

test.each([
  ['EACCES', 'Port 80 on 127.0.0.1 is not allowed to this user: set PORT to a port above 1023.'],
  ['EADDRNOTAVAIL', '127.0.0.1 is not an address of this machine: set HOST to one that is, or to 127.0.0.1.'],
  ['EMFILE', 'Port 80 on 127.0.0.1 cannot be opened (EMFILE): set PORT or HOST to another.'],
])('%s', (code, sentence) => {
  expect(portSentence('PORT', '127.0.0.1', 80, code)).toBe(sentence)
})
