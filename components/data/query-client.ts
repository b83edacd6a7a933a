import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { ApiError } from './api.ts'

declare module '@tanstack/react-query' {
  interface Register {
    defaultError: ApiError
  }
}

/** Reads are tried once more when that can help; writes never are, since their answer may only have been lost. */
export function createQueryClient(onSignedOut: () => void): QueryClient {
  const watchSession = (error: unknown) => {
    if (error instanceof ApiError && error.code === 'unauthenticated') onSignedOut()
  }
  return new QueryClient({
    queryCache: new QueryCache({ onError: watchSession }),
    mutationCache: new MutationCache({ onError: watchSession }),
    defaultOptions: {
      queries: {
        retry: (failures, error) => failures < 1 && error instanceof ApiError && error.isRetryable,
        retryDelay: 1_000,
        staleTime: 5_000,
        refetchOnWindowFocus: 'always',
        // Also offline: a failure is said at once, and a write does not go out by itself when the network is back.
        networkMode: 'always',
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  })
}
