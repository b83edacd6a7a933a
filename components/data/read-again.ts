import type { QueryClient, QueryKey } from '@tanstack/react-query'

/** Reads anew what a change may have touched. Nobody waits for it: the pages show it when it comes. */
export function readAgain(client: QueryClient, ...keys: readonly QueryKey[]): void {
  for (const key of keys) void client.invalidateQueries({ queryKey: key })
}
