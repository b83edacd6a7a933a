import type { EndpointName } from '#lib/contract/endpoints.ts'

/** Query keys begin with the endpoint's name, so that all reads of one endpoint can be dropped at once. */
export function queryKey(
  name: EndpointName,
  params: Readonly<Record<string, unknown>> = {},
  query: Readonly<Record<string, unknown>> = {},
) {
  return [name, params, query] as const
}
