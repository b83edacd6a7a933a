'use client'

import { useQuery } from '@tanstack/react-query'
import type { ResponseOf } from '#lib/contract/endpoint.ts'
import { endpoints } from '#lib/contract/endpoints.ts'
import { linkStateOf } from '#lib/vpc-links/link-status.ts'
import { callApi } from './api.ts'
import { queryKey } from './keys.ts'
import { pollWhileMoving } from './polling.ts'
import { useHydration } from './use-hydration.ts'

/** Instances of all accounts and regions, with the regions that could not be read. */
export function useInstances() {
  return useQuery({
    queryKey: queryKey('listInstances'),
    queryFn: ({ signal }) => callApi(endpoints.listInstances, { signal }),
    staleTime: 30_000,
    refetchInterval: 60_000,
    ...useHydration(),
  })
}

export function useInstance(instanceId: string) {
  return useQuery({
    queryKey: queryKey('getInstance', { instanceId }),
    queryFn: ({ signal }) => callApi(endpoints.getInstance, { params: { instanceId }, signal }),
    staleTime: 30_000,
    ...useHydration(),
  })
}

/** Exposure of every instance; comes after the list and fills it in. */
export function useExposure() {
  return useQuery({
    queryKey: queryKey('listExposure'),
    queryFn: ({ signal }) => callApi(endpoints.listExposure, { signal }),
    refetchInterval: pollWhileMoving<ResponseOf<typeof endpoints.listExposure>>(
      (data) => data.exposures.map((e) => `${e.endpointStatus} ${e.linkStatuses.join()}`).join('|'),
      (data) =>
        data.exposures.some(
          (e) =>
            e.endpointStatus === 'opening' ||
            e.endpointStatus === 'closing' ||
            e.linkStatuses.some((status) => linkStateOf(status) === 'moving'),
        ),
    ),
    ...useHydration(),
  })
}
