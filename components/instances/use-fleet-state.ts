'use client'

// Search, filters and order of the fleet, kept in the address bar: a link shows the same rows to everybody.

import { parseAsArrayOf, parseAsString, useQueryStates } from 'nuqs'
import { useMemo } from 'react'
import {
  defaultSort,
  type FleetFilter,
  type FleetSort,
  noFilter,
  sortFromText,
  textFromSort,
} from './fleet.ts'

const words = parseAsArrayOf(parseAsString).withDefault([])

const parsers = {
  q: parseAsString.withDefault(''),
  region: words,
  level: words,
  endpoint: words,
  tag: words,
  sort: parseAsString.withDefault(textFromSort(defaultSort)),
}

export type FleetState = {
  readonly filter: FleetFilter
  readonly sort: FleetSort
  readonly setFilter: (change: Partial<FleetFilter>) => void
  readonly setSort: (sort: FleetSort) => void
  readonly clear: () => void
}

export function useFleetState(): FleetState {
  const [state, setState] = useQueryStates(parsers, { history: 'replace', throttleMs: 200 })
  return useMemo(() => {
    const filter: FleetFilter = {
      text: state.q,
      regions: state.region,
      levels: state.level,
      endpoints: state.endpoint,
      tags: state.tag,
    }
    const write = (next: FleetFilter) =>
      setState({
        q: next.text,
        region: [...next.regions],
        level: [...next.levels],
        endpoint: [...next.endpoints],
        tag: [...next.tags],
      })
    return {
      filter,
      sort: sortFromText(state.sort),
      setFilter: (change) => write({ ...filter, ...change }),
      setSort: (sort) => setState({ sort: textFromSort(sort) }),
      clear: () => write(noFilter),
    }
  }, [state, setState])
}
