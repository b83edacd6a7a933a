// Over real sockets, each client from its own address.

import { once } from 'node:events'
import { request } from 'node:http'
import { connect } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createControlClient } from '#server/emulator/control-client.ts'
import type { Emulator } from '#server/emulator/start.ts'
import { startEmulator } from '#server/emulator/start.ts'
import { defaultSwitches } from '#server/emulator/switches.ts'
import { call } from '#server/emulator/testing/signed-client.ts'

const id = 'ccr-4k74gw7d'
const publicHost = `${id}-pub.cnc.bj.localhost`
let emulator: Emulator

beforeAll(async () => {
  emulator = await startEmulator()
})
afterAll(() => emulator.close())
beforeEach(() => {
  emulator.reset('fleet')
  emulator.setSwitches(defaultSwitches)
  emulator.clearSources()
  emulator.putAllowList(id, [{ ipAddr: '127.0.0.5', description: '' }])
})

type Question = {
  host?: string
  from?: string
  method?: string
  path?: string
  headers?: Record<string, string>
}

/** The answer, or the code of the error that came instead. */
async function ask({
  host = publicHost,
  from = '127.0.0.5',
  method = 'GET',
  path = '/v2/',
  headers,
}: Question) {
  const outgoing = request({
    host: '127.0.0.1',
    port: emulator.port,
    localAddress: from,
    agent: false,
    method,
    path,
    headers: { host: `${host}:${emulator.port}`, ...headers },
  })
  outgoing.end()
  try {
    const [response] = await once(outgoing, 'response')
    let text = ''
    for await (const chunk of response) text += String(chunk)
    return { status: response.statusCode as number, headers: response.headers, text }
  } catch (error) {
    return (error as NodeJS.ErrnoException).code
  }
}

const statusOf = async (question: Question) => {
  const answer = await ask(question)
  return typeof answer === 'object' ? answer.status : answer
}

describe('an admitted client', () => {
  it('is asked for credentials, as by a registry', async () => {
    const answer = await ask({})
    expect(answer).toMatchObject({
      status: 401,
      headers: {
        'docker-distribution-api-version': 'registry/2.0',
        'www-authenticate': `Bearer realm="http://${publicHost}:${emulator.port}/service/token",service="registry"`,
      },
    })
    expect(JSON.parse(typeof answer === 'object' ? answer.text : '')).toMatchObject({
      errors: [{ code: 'UNAUTHORIZED' }],
    })
  })

  it.each([
    ['GET', '/v2/team/app/manifests/latest', 'repository:team/app:pull"'],
    ['HEAD', '/v2/team/app/manifests/latest', 'repository:team/app:pull"'],
    ['PUT', '/v2/team/app/manifests/latest', 'repository:team/app:pull,push"'],
  ])('is asked the same for %s %s', async (method, path, scope) => {
    const answer = await ask({ method, path })
    expect(answer).toMatchObject({ status: 401 })
    expect(typeof answer === 'object' && answer.headers['www-authenticate']).toContain(scope)
  })

  it('gets no further anywhere else', async () => {
    expect(await statusOf({ path: '/service/token' })).toBe(401)
    expect(await statusOf({ path: '/v1/instances' })).toBe(401)
  })
})

describe('a refused client', () => {
  it('is cut off', async () => {
    expect(await ask({ from: '127.0.0.6' })).toBe('ECONNRESET')
    expect(await ask({ from: '127.0.0.6', path: '/v2/team/app/manifests/latest' })).toBe('ECONNRESET')
  })

  it('may be told', async () => {
    emulator.setSwitches({ refusedAnswer: '403' })
    const answer = await ask({ from: '127.0.0.6' })
    expect(answer).toMatchObject({ status: 403, text: expect.stringContaining('DENIED') })
  })

  it('may hear nothing, until the emulator stops', async () => {
    const own = await startEmulator({ switches: { refusedAnswer: 'timeout' } })
    const socket = connect({ port: own.port, host: '127.0.0.1', localAddress: '127.0.0.6' })
    let heard = ''
    socket.on('data', (chunk) => {
      heard += String(chunk)
    })
    socket.on('error', () => undefined)
    socket.write(`GET /v2/ HTTP/1.1\r\nHost: ${publicHost}\r\n\r\n`)
    // An answer to a later question means the earlier one has been looked at.
    await fetch(`${own.url}/__emulator/clock`)
    await fetch(`${own.url}/__emulator/clock`)
    expect(heard).toBe('')
    const closed = once(socket, 'close')
    await own.close()
    await closed
    expect(heard).toBe('')
  })

  it('cannot talk itself in', async () => {
    const headers = { 'x-forwarded-for': '127.0.0.5', 'x-real-ip': '127.0.0.5', forwarded: 'for=127.0.0.5' }
    expect(await ask({ from: '127.0.0.6', headers })).toBe('ECONNRESET')
  })

  it('on a kept connection is cut off with its next request', async () => {
    const socket = connect({ port: emulator.port, host: '127.0.0.1', localAddress: '127.0.0.5' })
    socket.on('error', () => undefined)
    const question = `HEAD /v2/ HTTP/1.1\r\nHost: ${publicHost}\r\n\r\n`
    socket.write(question)
    expect(String((await once(socket, 'data'))[0])).toMatch(/^HTTP\/1\.1 401 /)
    emulator.putAllowList(id, [])
    const closed = new Promise((resolve) => socket.on('close', resolve))
    socket.write(question)
    await closed
  })
})

describe('the name', () => {
  it.each([
    ['of the public domain', `${id}-pub.cnc.bj.baidubce.com`, 401],
    ['in capitals and with a dot at the end', `${id.toUpperCase()}-PUB.cnc.bj.localhost.`, 401],
    ['of a custom domain', 'images.example.com', 401],
    ['of the internal domain', `${id}-vpc.cnc.bj.localhost`, 'ECONNRESET'],
    ['of another region', `${id}-pub.cnc.gz.localhost`, 404],
    ['of no instance', 'ccr-nothere0-pub.cnc.bj.localhost', 404],
    ['of no registry', 'registry.example.com', 404],
    ['of the API', 'ccr.bj.localhost', 404],
  ])('%s: %s', async (_, host, status) => {
    expect(await statusOf({ host })).toBe(status)
  })

  it('of an instance that came or went is known at once', async () => {
    const host = 'ccr-fresh001-pub.cnc.gz.localhost'
    const allowList = [{ ipAddr: '127.0.0.0/8', description: '' }]
    expect(await statusOf({ host })).toBe(404)
    emulator.addInstance({
      id: 'ccr-fresh001',
      name: 'fresh',
      region: 'gz',
      endpointStatus: 'opened',
      allowList,
    })
    expect(await statusOf({ host })).toBe(401)
    emulator.removeInstance('ccr-fresh001')
    expect(await statusOf({ host })).toBe(404)
  })

  it('decides before the path: the API goes on as ever', async () => {
    expect((await call(emulator, 'GET', '/v1/instances')).status).toBe(200)
    expect((await call(emulator, 'GET', '/v1/instances', { host: 'ccr.bj.localhost' })).status).toBe(200)
    expect((await fetch(`${emulator.url}/v2/`)).status).toBe(404)
    expect((await fetch(`${emulator.url}/v2/`)).headers.get('docker-distribution-api-version')).toBe(
      'registry/2.0',
    )
  })
})

describe('a source that stands for another', () => {
  it('is judged by whom it stands for, on both networks', async () => {
    emulator.putAllowList(id, [{ ipAddr: '203.0.113.0/24', description: '' }])
    expect(await statusOf({ from: '127.0.0.7' })).toBe('ECONNRESET')
    const control = createControlClient(emulator.url)
    await control.setSources({ '127.0.0.7': '203.0.113.9', '127.1.0.0/24': '192.168.145.0/24' })
    expect(await statusOf({ from: '127.0.0.7' })).toBe(401)
    expect(await statusOf({ from: '127.1.0.77', host: `${id}-vpc.cnc.bj.localhost` })).toBe(401)
    expect(await statusOf({ from: '127.1.0.77' })).toBe('ECONNRESET')
    expect(await control.admits(id, '127.0.0.7')).toEqual({
      admitted: true,
      reason: 'listed',
      seenAs: '203.0.113.9',
      endpointStatus: 'opened',
    })
    expect((await control.admits(id, '127.1.0.77', 'internal')).reason).toBe('linked')
    await control.clearSources()
    expect(await statusOf({ from: '127.0.0.7' })).toBe('ECONNRESET')
  })

  it('may be named at the start', async () => {
    const own = await startEmulator({ sourceMap: { '127.0.0.7': '203.0.113.9' } })
    expect(own.admits(id, '127.0.0.7').seenAs).toBe('203.0.113.9')
    await own.close()
    await expect(startEmulator({ sourceMap: { here: 'there' } })).rejects.toThrow('"here" is not an IPv4')
  })
})
