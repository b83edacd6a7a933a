import { z } from 'zod'
import { allowListEntry, entryEdit, maxEntriesPerChange, newEntry, storedAddress } from './allow-list.ts'
import { acknowledgements, guardId, guardMode } from './guards.ts'
import { instanceId, instant, partialError } from './instances.ts'
import { publicEndpointAction } from './public-endpoint.ts'
import { createVpcLinkBody, linkPair } from './vpc-links.ts'

export const maxInstancesPerPlan = 50

const listChange = z.object({
  add: z.array(newEntry).max(maxEntriesPerChange).default([]),
  edit: z.array(entryEdit).max(maxEntriesPerChange).default([]),
  remove: z.array(storedAddress).max(maxEntriesPerChange).default([]),
})

export const planChanges = z.object({
  endpoint: publicEndpointAction.optional(),
  allowList: listChange.optional(),
  links: z
    .object({
      add: z.array(createVpcLinkBody).max(100).default([]),
      remove: z.array(linkPair).max(100).default([]),
    })
    .optional(),
})
export type PlanChanges = z.output<typeof planChanges>

export const createPlanBody = z.object({
  instanceIds: z.array(instanceId).min(1).max(maxInstancesPerPlan),
  changes: planChanges,
})
export type CreatePlanBody = z.output<typeof createPlanBody>

/**
 * draft: may be applied until it expires. applying: steps are being made. stopping: it goes no further and tidies up.
 * applied: done and read back. stopped, cancelled: part of it may be done; the steps say which.
 */
export const planStatus = z.enum(['draft', 'applying', 'stopping', 'applied', 'stopped', 'cancelled'])
export type PlanStatus = z.output<typeof planStatus>

export const planStepStatus = z.enum(['pending', 'sending', 'done', 'failed', 'skipped'])
export type PlanStepStatus = z.output<typeof planStepStatus>

const pair = z.object({ vpcId: z.string(), subnetId: z.string() })
const purposeOfAdd = z.enum(['new', 'cover', 'replacement'])
const purposeOfDelete = z.enum(['removed', 'cover', 'replacement'])

export const planStep = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('entry-add'),
    ipAddr: z.string(),
    description: z.string(),
    purpose: purposeOfAdd,
  }),
  z.object({ kind: z.literal('entry-delete'), ipAddrs: z.array(z.string()), purpose: purposeOfDelete }),
  z.object({ kind: z.literal('endpoint'), action: publicEndpointAction }),
  z.object({ kind: z.literal('link-add'), link: createVpcLinkBody }),
  z.object({ kind: z.literal('link-delete'), ...pair.shape }),
  z.discriminatedUnion('until', [
    z.object({ kind: z.literal('wait'), until: z.literal('endpoint-opened') }),
    z.object({ kind: z.literal('wait'), until: z.literal('endpoint-closed') }),
    z.object({ kind: z.literal('wait'), until: z.literal('link-created'), ...pair.shape }),
    z.object({ kind: z.literal('wait'), until: z.literal('link-gone'), ...pair.shape }),
  ]),
])

export const planAdmits = z.object({ addresses: z.number(), listed: z.number(), links: z.number() })

/** A step with its place in the journal; `position` counts through the whole plan. */
export const planStepState = z.object({
  position: z.number().int(),
  instanceId: z.string(),
  step: planStep,
  /** What the instance admits once the step is done; null for steps that tidy up. */
  admits: planAdmits.nullable(),
  status: planStepStatus,
  startedAt: instant.nullable(),
  finishedAt: instant.nullable(),
  upstreamRequestIds: z.array(z.string()),
  error: partialError.nullable(),
})
export type PlanStepState = z.output<typeof planStepState>

const addressDelta = z.object({
  count: z.number(),
  ranges: z.array(z.object({ first: z.string(), last: z.string(), count: z.number() })),
  rangeCount: z.number(),
  cidrs: z.array(z.string()),
  cidrCount: z.number(),
})
const comparison = z.object({
  before: z.number(),
  after: z.number(),
  gained: addressDelta,
  lost: addressDelta,
})

export const planEffect = z.object({
  text: z.object({
    added: z.array(allowListEntry),
    removed: z.array(allowListEntry),
    described: z.array(z.object({ before: allowListEntry, after: allowListEntry })),
  }),
  reach: comparison,
  listed: comparison,
  isLatent: z.boolean(),
  isEmptyAndOpenBefore: z.boolean(),
  isEmptyAndOpenAfter: z.boolean(),
  links: z.object({
    before: z.number(),
    after: z.number(),
    added: z.array(pair),
    removed: z.array(pair),
  }),
  sources: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      isProtected: z.boolean(),
      total: z.number(),
      before: z.number(),
      after: z.number(),
      listedBefore: z.number(),
      listedAfter: z.number(),
    }),
  ),
  actor: z
    .object({
      address: z.string(),
      before: z.boolean(),
      after: z.boolean(),
      listedBefore: z.boolean(),
      listedAfter: z.boolean(),
      entryBefore: z.string().nullable(),
      entryAfter: z.string().nullable(),
    })
    .nullable(),
  unreadable: z.array(z.string()),
})

export const guardFinding = z.object({
  guardId,
  mode: guardMode,
  typed: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
  entries: z.array(z.string()),
  isLatent: z.boolean(),
})

export const instancePlan = z.object({
  instanceId: z.string(),
  instanceName: z.string(),
  region: z.string(),
  /** Version of the state the plan was drawn from; another one at apply time refuses the plan. */
  baseVersion: z.string(),
  endpointStatus: z.string(),
  effect: planEffect,
  admitsBefore: planAdmits,
  notes: z.array(z.object({ kind: z.string(), subject: z.string() })),
  gaps: z.array(z.object({ kind: z.string(), subject: z.string() })),
  findings: z.array(guardFinding),
})

/** Why a plan went no further. `details` of another actor's change: both versions and both lists of the instance. */
export const planFailure = z.object({
  instanceId: z.string(),
  error: partialError,
  details: z.record(z.string(), z.unknown()).nullable(),
})

export const plan = z.object({
  id: z.string(),
  /** Rises with every change of the plan or its steps. */
  version: z.number().int(),
  status: planStatus,
  isExpired: z.boolean(),
  createdAt: instant,
  expiresAt: instant,
  createdByName: z.string(),
  appliedAt: instant.nullable(),
  appliedByName: z.string().nullable(),
  finishedAt: instant.nullable(),
  isCancelRequested: z.boolean(),
  changes: planChanges,
  /** How the actor's address in the effects is known. */
  actorAddress: z.object({
    address: z.string().nullable(),
    source: z.enum(['direct', 'proxy', 'unknown']),
  }),
  instances: z.array(instancePlan),
  steps: z.array(planStepState),
  failure: planFailure.nullable(),
  /** Reverts by itself at that time unless confirmed before; null when that was not asked for. */
  confirmBy: instant.nullable(),
  confirmedAt: instant.nullable(),
  revertsPlanId: z.string().nullable(),
  revertedByPlanId: z.string().nullable(),
})
export type Plan = z.output<typeof plan>

export const planSummary = plan.omit({ instances: true, steps: true, actorAddress: true }).extend({
  instanceIds: z.array(z.string()),
  stepCount: z.number(),
  doneCount: z.number(),
})

export const planParams = z.object({ planId: z.string().min(1).max(64) })
export const listPlansQuery = z.object({
  instanceId: instanceId.optional(),
  status: planStatus.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
})
export const listPlansResponse = z.object({ plans: z.array(planSummary) })

export const applyPlanBody = z.object({
  acknowledge: acknowledgements.default([]),
  confirmWithinMinutes: z.number().int().min(1).max(1440).optional(),
})

/** What has changed since `after`, for a page that asks again and again: cheap, and outlives any connection. */
export const planEventsQuery = z.object({ after: z.coerce.number().int().min(0).default(0) })
export const planEventsResponse = z.object({
  version: z.number().int(),
  status: planStatus,
  isCancelRequested: z.boolean(),
  /** Nothing more will happen by itself. */
  isOver: z.boolean(),
  stepCount: z.number().int(),
  doneCount: z.number().int(),
  /** Steps that changed since `after`. */
  steps: z.array(planStepState),
  failure: planFailure.nullable(),
  confirmBy: instant.nullable(),
  confirmedAt: instant.nullable(),
  revertedByPlanId: z.string().nullable(),
})
