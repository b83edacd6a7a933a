import { badRequest } from '#server/emulator/errors.ts'
import { addLink, deleteLink, liveLinks, viewLink } from '#server/emulator/state/vpc-link.ts'
import { privateDomain } from './instances.ts'
import type { Operation } from './operation.ts'
import { readJsonObject, requireInstance, requireText, wireList, writeDone } from './operation.ts'

/** cloud.baidu.com/doc/CCR/s/Lmq6f5jtv */
export const listVpcLinks: Operation = (input) => {
  const instance = requireInstance(input)
  const links = liveLinks(instance, input.nowMs)
  const items = links.map((link) => {
    const view = viewLink(link, input.nowMs, input.switches)
    return {
      vpcID: view.vpcId,
      subnetID: view.subnetId,
      serviceNetID: view.serviceNetId,
      status: view.status,
      ipAddress: view.ipAddress,
    }
  })
  const hidesDomain = links.length === 0 && input.switches.unusedDomain === 'empty'
  return { json: { domain: hidesDomain ? '' : privateDomain(instance), items: wireList(items, input) } }
}

/** cloud.baidu.com/doc/CCR/s/ul6bxf03w. A missing ipAddress or autoDnsResolve is what the vendor's Go client sends. */
export const addVpcLink: Operation = (input) => {
  const instance = requireInstance(input)
  const body = readJsonObject(input)
  const vpcId = requireText(body, 'vpcID')
  const subnetId = requireText(body, 'subnetID')
  const ipType = body['ipType']
  if (ipType !== 'auto' && ipType !== 'manual') throw badRequest('ipType must be auto or manual')
  const ipAddress = body['ipAddress'] ?? ''
  if (typeof ipAddress !== 'string') throw badRequest('ipAddress must be a string')
  const autoDnsResolve = body['autoDnsResolve'] ?? false
  if (typeof autoDnsResolve !== 'boolean') throw badRequest('autoDnsResolve must be true or false')
  addLink(
    input.state,
    instance,
    { vpcId, subnetId, ipType, ipAddress, autoDnsResolve },
    input.nowMs,
    input.switches,
    input.delays,
  )
  return writeDone
}

/** cloud.baidu.com/doc/CCR/s/Pmq6f5red */
export const deleteVpcLink: Operation = (input) => {
  const instance = requireInstance(input)
  const body = readJsonObject(input)
  const pair = { vpcId: requireText(body, 'vpcID'), subnetId: requireText(body, 'subnetID') }
  deleteLink(instance, pair, input.nowMs, input.switches, input.delays)
  return writeDone
}
