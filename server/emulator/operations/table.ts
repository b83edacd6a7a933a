import type { OperationName } from '#server/emulator/router.ts'
import { getInstanceDetail, listInstances } from './instances.ts'
import type { Operation } from './operation.ts'
import { addVpcLink, deleteVpcLink, listVpcLinks } from './private-links.ts'
import {
  addPublicNetworkWhitelist,
  deletePublicNetworkWhitelist,
  getPublicNetworkConfig,
  updatePublicNetwork,
} from './public-links.ts'
import {
  getPrivateIpAddressInfo,
  getSubnet,
  getVpc,
  listResourceIps,
  listServiceNics,
  listSubnets,
  listVpcs,
} from './vpcs.ts'

export const operations: Readonly<Record<OperationName, Operation>> = {
  ListInstances: listInstances,
  GetInstanceDetail: getInstanceDetail,
  AddVpcLink: addVpcLink,
  ListVpcLinks: listVpcLinks,
  DeleteVpcLink: deleteVpcLink,
  GetPublicNetworkConfig: getPublicNetworkConfig,
  UpdatePublicNetwork: updatePublicNetwork,
  AddPublicNetworkWhitelist: addPublicNetworkWhitelist,
  DeletePublicNetworkWhitelist: deletePublicNetworkWhitelist,
  ListVpcs: listVpcs,
  GetVpc: getVpc,
  ListSubnets: listSubnets,
  GetSubnet: getSubnet,
  GetPrivateIpAddressInfo: getPrivateIpAddressInfo,
  ListResourceIps: listResourceIps,
  ListServiceNics: listServiceNics,
}
