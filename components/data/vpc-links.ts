'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { BodyInputOf } from '#lib/contract/endpoint.ts'
import { endpoints } from '#lib/contract/endpoints.ts'
import type { VpcLinks } from '#lib/contract/vpc-links.ts'
import { linkStateOf } from '#lib/vpc-links/link-status.ts'
import { callApi } from './api.ts'
import { queryKey } from './keys.ts'
import { pollWhileMoving } from './polling.ts'
import { readAgain } from './read-again.ts'
import { useHydration } from './use-hydration.ts'

export function useVpcLinks(instanceId: string) {
  return useQuery({
    queryKey: queryKey('listVpcLinks', { instanceId }),
    queryFn: ({ signal }) => callApi(endpoints.listVpcLinks, { params: { instanceId }, signal }),
    refetchInterval: pollWhileMoving<VpcLinks>(
      (data) => data.links.map((link) => `${link.vpcId} ${link.subnetId} ${link.status}`).join('|'),
      (data) => data.links.some((link) => linkStateOf(link.status) === 'moving'),
    ),
    ...useHydration(),
  })
}

/** Both writes answer with the links as read back; the rest of what hangs on them is read again. */
function useAfterLinkChange(instanceId: string) {
  const client = useQueryClient()
  return {
    onSuccess: (data: VpcLinks) => client.setQueryData(queryKey('listVpcLinks', { instanceId }), data),
    onSettled: () => {
      readAgain(
        client,
        queryKey('listVpcLinks', { instanceId }),
        ['listSubnets'],
        ['listUsedAddresses'],
        ['listExposure'],
        ['listActivity'],
      )
    },
  }
}

export function useCreateVpcLink(instanceId: string) {
  return useMutation({
    mutationFn: (body: BodyInputOf<typeof endpoints.createVpcLink>) =>
      callApi(endpoints.createVpcLink, { params: { instanceId }, body }),
    ...useAfterLinkChange(instanceId),
  })
}

export function useDeleteVpcLink(instanceId: string) {
  return useMutation({
    mutationFn: (body: BodyInputOf<typeof endpoints.deleteVpcLink>) =>
      callApi(endpoints.deleteVpcLink, { params: { instanceId }, body }),
    ...useAfterLinkChange(instanceId),
  })
}

/** VPCs in the instance's region that the account's key can see. */
export function useVpcs(instanceId: string) {
  return useQuery({
    queryKey: queryKey('listVpcs', {}, { instanceId }),
    queryFn: ({ signal }) => callApi(endpoints.listVpcs, { query: { instanceId }, signal }),
    staleTime: 60_000,
    ...useHydration(),
  })
}

/** Subnets of a VPC; asks nothing while no VPC is chosen. */
export function useSubnets(instanceId: string, vpcId: string) {
  return useQuery({
    queryKey: queryKey('listSubnets', { vpcId }, { instanceId }),
    queryFn: ({ signal }) =>
      callApi(endpoints.listSubnets, { params: { vpcId }, query: { instanceId }, signal }),
    enabled: vpcId !== '',
    staleTime: 30_000,
    ...useHydration(),
  })
}

/** Addresses in use in a subnet; asks nothing while none is chosen. */
export function useUsedAddresses(instanceId: string, vpcId: string, subnetId: string) {
  return useQuery({
    queryKey: queryKey('listUsedAddresses', { vpcId, subnetId }, { instanceId }),
    queryFn: ({ signal }) =>
      callApi(endpoints.listUsedAddresses, { params: { vpcId, subnetId }, query: { instanceId }, signal }),
    enabled: vpcId !== '' && subnetId !== '',
    staleTime: 10_000,
    ...useHydration(),
  })
}
