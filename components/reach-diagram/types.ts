import type { ExposureLevel } from '#lib/exposure/level.ts'
import type { ReachSource } from '#lib/exposure/reach-sources.ts'

export type DiagramLink = {
  readonly vpcId: string
  readonly state: 'created' | 'moving' | 'failed' | 'unknown'
  /** Address, elapsed time or the cloud's own word; already in the reader's language. */
  readonly note: string
}

export type ReachDiagramProps = {
  readonly instanceId: string
  readonly instanceName: string
  readonly level: ExposureLevel
  readonly endpointStatus: string
  readonly endpointWord: string
  readonly sources: readonly ReachSource[]
  /** Bars of the small list picture: public addresses of each entry in list order, 0 for one that admits nobody. */
  readonly entrySizes: readonly number[]
  readonly addresses: number
  /** null when there are no pending edits. */
  readonly pending: { readonly addresses: number; readonly entries: number } | null
  readonly links: readonly DiagramLink[]
}
