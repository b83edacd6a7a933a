import { badRequest, notFound, quotaExceed, statusConflict } from '#server/emulator/errors.ts'
import { parseIpv4Block } from '#server/emulator/ipv4.ts'
import { changePublicEndpoint, publicEndpointStatus } from '#server/emulator/state/public-endpoint.ts'
import type { InstanceRecord } from '#server/emulator/state/records.ts'
import { publicDomain } from './instances.ts'
import type { Operation, OperationInput } from './operation.ts'
import { readJsonObject, requireInstance, requireText, wireList, writeDone } from './operation.ts'

/** cloud.baidu.com/doc/CCR/s/Dmq6f5qbh */
export const getPublicNetworkConfig: Operation = (input) => {
  const instance = requireInstance(input)
  const status = publicEndpointStatus(instance.publicEndpoint, input.nowMs)
  const hidesDomain = status === 'closed' && input.switches.unusedDomain === 'empty'
  return {
    json: {
      domain: hidesDomain ? '' : publicDomain(instance),
      status,
      whitelist: wireList(instance.allowList, input),
    },
  }
}

/** cloud.baidu.com/doc/CCR/s/wmq6f5qn5 */
export const updatePublicNetwork: Operation = (input) => {
  const instance = requireInstance(input)
  const action = readJsonObject(input)['action']
  if (action !== 'open' && action !== 'close') throw badRequest('action must be open or close')
  changePublicEndpoint(instance, action, input.nowMs, input.switches, input.delays)
  return writeDone
}

/** cloud.baidu.com/doc/CCR/s/Ymq6f5ja7 */
export const addPublicNetworkWhitelist: Operation = (input) => {
  const instance = requireInstance(input)
  const { switches } = input
  const body = readJsonObject(input)
  const ipAddr = requireText(body, 'ipAddr')
  const block = parseIpv4Block(ipAddr)
  if (!block) throw badRequest('ipAddr must be an IPv4 address or an IPv4 CIDR block')
  if (block.hasHostBits && switches.hostBits === 'refuse') throw badRequest('ipAddr has host bits')
  // The documents call it required, the vendor's own Go client may leave it out.
  const description = body['description'] ?? ''
  if (typeof description !== 'string') throw badRequest('description must be a string')
  if (switches.descriptionMax !== null && [...description].length > switches.descriptionMax) {
    throw badRequest('description is too long')
  }
  refuseEditWhileClosed(instance, input)
  const existing = instance.allowList.find((entry) => entry.ipAddr === ipAddr)
  if (existing) {
    if (switches.duplicateEntry === 'conflict') throw statusConflict('whitelist ip address already exists')
    if (switches.duplicateEntry === 'replace') existing.description = description
    return writeDone
  }
  if (switches.allowListMax !== null && instance.allowList.length >= switches.allowListMax) {
    throw quotaExceed(`the allow list holds ${switches.allowListMax} entries at most`)
  }
  instance.allowList.push({ ipAddr, description })
  return writeDone
}

/** cloud.baidu.com/doc/CCR/s/vmq6f5jlx */
export const deletePublicNetworkWhitelist: Operation = (input) => {
  const instance = requireInstance(input)
  const { switches } = input
  const items = readJsonObject(input)['items']
  if (!Array.isArray(items) || items.length === 0)
    throw badRequest('items must be an array that is not empty')
  if (!items.every((item): item is string => typeof item === 'string' && item !== '')) {
    throw badRequest('items must be strings')
  }
  if (switches.deleteItemsMax !== null && items.length > switches.deleteItemsMax) {
    throw badRequest(`items holds ${switches.deleteItemsMax} elements at most`)
  }
  refuseEditWhileClosed(instance, input)
  const doomed = new Set(items)
  const stored = new Set(instance.allowList.map((entry) => entry.ipAddr))
  const missing = items.find((item) => !stored.has(item))
  if (missing !== undefined && switches.missingEntry === 'notFound') throw notFound(`whitelist ${missing}`)
  instance.allowList = instance.allowList.filter((entry) => !doomed.has(entry.ipAddr))
  return writeDone
}

function refuseEditWhileClosed(instance: InstanceRecord, input: OperationInput): void {
  const status = publicEndpointStatus(instance.publicEndpoint, input.nowMs)
  if (status !== 'opened' && input.switches.editWhileClosed === 'conflict') {
    throw statusConflict(`public network is ${status}`)
  }
}
