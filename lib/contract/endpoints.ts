// The whole API, one row an endpoint. Nobody else spells a path.

import { listActivityQuery, listActivityResponse } from './activity.ts'
import {
  allowList,
  allowListChanged,
  createAllowListEntriesBody,
  deleteAllowListEntriesBody,
  updateAllowListBody,
} from './allow-list.ts'
import { endpoint } from './endpoint.ts'
import { guardSettingsResponse, updateGuardSettingsBody } from './guards.ts'
import {
  getInstanceResponse,
  instanceParams,
  listExposureResponse,
  listInstancesResponse,
} from './instances.ts'
import {
  completeSetupBody,
  completeSetupResponse,
  createPersonBody,
  done,
  listPeopleResponse,
  listSessionsResponse,
  meResponse,
  person,
  personInvited,
  personParams,
  readSetupBody,
  readSetupResponse,
  sessionParams,
  updatePersonBody,
} from './people.ts'
import {
  applyPlanBody,
  createPlanBody,
  listPlansQuery,
  listPlansResponse,
  plan,
  planEventsQuery,
  planEventsResponse,
  planParams,
} from './plans.ts'
import { publicEndpoint, updatePublicEndpointBody } from './public-endpoint.ts'
import {
  createSourceBody,
  listSourcesResponse,
  namedSource,
  sourceParams,
  updateSourceBody,
} from './sources.ts'
import {
  createVpcLinkBody,
  deleteVpcLinkBody,
  listSubnetsResponse,
  listUsedAddressesResponse,
  listVpcsResponse,
  subnetParams,
  vpcLinks,
  vpcParams,
  vpcQuery,
} from './vpc-links.ts'

const instancePath = '/api/instances/[instanceId]'
const planPath = '/api/plans/[planId]'

export const endpoints = {
  getMe: endpoint({ method: 'GET', path: '/api/me', response: meResponse }),

  listInstances: endpoint({
    method: 'GET',
    path: '/api/instances',
    response: listInstancesResponse,
  }),
  getInstance: endpoint({
    method: 'GET',
    path: instancePath,
    params: instanceParams,
    response: getInstanceResponse,
  }),
  listExposure: endpoint({
    method: 'GET',
    path: '/api/exposure',
    response: listExposureResponse,
  }),

  getPublicEndpoint: endpoint({
    method: 'GET',
    path: `${instancePath}/public-endpoint`,
    params: instanceParams,
    response: publicEndpoint,
  }),
  updatePublicEndpoint: endpoint({
    method: 'PUT',
    path: `${instancePath}/public-endpoint`,
    params: instanceParams,
    body: updatePublicEndpointBody,
    response: publicEndpoint,
  }),

  getAllowList: endpoint({
    method: 'GET',
    path: `${instancePath}/allow-list`,
    params: instanceParams,
    response: allowList,
  }),
  updateAllowList: endpoint({
    method: 'PATCH',
    path: `${instancePath}/allow-list`,
    params: instanceParams,
    body: updateAllowListBody,
    response: allowListChanged,
  }),
  createAllowListEntries: endpoint({
    method: 'POST',
    path: `${instancePath}/allow-list/entries`,
    params: instanceParams,
    body: createAllowListEntriesBody,
    response: allowListChanged,
  }),
  deleteAllowListEntries: endpoint({
    method: 'DELETE',
    path: `${instancePath}/allow-list/entries`,
    params: instanceParams,
    body: deleteAllowListEntriesBody,
    response: allowListChanged,
  }),

  listVpcLinks: endpoint({
    method: 'GET',
    path: `${instancePath}/vpc-links`,
    params: instanceParams,
    response: vpcLinks,
  }),
  createVpcLink: endpoint({
    method: 'POST',
    path: `${instancePath}/vpc-links`,
    params: instanceParams,
    body: createVpcLinkBody,
    response: vpcLinks,
  }),
  deleteVpcLink: endpoint({
    method: 'DELETE',
    path: `${instancePath}/vpc-links`,
    params: instanceParams,
    body: deleteVpcLinkBody,
    response: vpcLinks,
  }),

  listVpcs: endpoint({
    method: 'GET',
    path: '/api/vpcs',
    query: vpcQuery,
    response: listVpcsResponse,
  }),
  listSubnets: endpoint({
    method: 'GET',
    path: '/api/vpcs/[vpcId]/subnets',
    params: vpcParams,
    query: vpcQuery,
    response: listSubnetsResponse,
  }),
  listUsedAddresses: endpoint({
    method: 'GET',
    path: '/api/vpcs/[vpcId]/subnets/[subnetId]/used-addresses',
    params: subnetParams,
    query: vpcQuery,
    response: listUsedAddressesResponse,
  }),

  listActivity: endpoint({
    method: 'GET',
    path: '/api/activity',
    query: listActivityQuery,
    response: listActivityResponse,
  }),

  listPeople: endpoint({
    method: 'GET',
    path: '/api/people',
    response: listPeopleResponse,
  }),
  createPerson: endpoint({
    method: 'POST',
    path: '/api/people',
    body: createPersonBody,
    response: personInvited,
  }),
  updatePerson: endpoint({
    method: 'PATCH',
    path: '/api/people/[personId]',
    params: personParams,
    body: updatePersonBody,
    response: person,
  }),
  /** A new one-time link for somebody who lost theirs or their password. */
  invitePerson: endpoint({
    method: 'POST',
    path: '/api/people/[personId]/invitation',
    params: personParams,
    response: personInvited,
  }),
  deletePersonSessions: endpoint({
    method: 'DELETE',
    path: '/api/people/[personId]/sessions',
    params: personParams,
    response: done,
  }),

  listSessions: endpoint({
    method: 'GET',
    path: '/api/sessions',
    response: listSessionsResponse,
  }),
  deleteSession: endpoint({
    method: 'DELETE',
    path: '/api/sessions/[sessionId]',
    params: sessionParams,
    response: done,
  }),

  readSetup: endpoint({
    method: 'POST',
    path: '/api/setup/read',
    body: readSetupBody,
    response: readSetupResponse,
  }),
  completeSetup: endpoint({
    method: 'POST',
    path: '/api/setup',
    body: completeSetupBody,
    response: completeSetupResponse,
  }),

  createPlan: endpoint({ method: 'POST', path: '/api/plans', body: createPlanBody, response: plan }),
  listPlans: endpoint({
    method: 'GET',
    path: '/api/plans',
    query: listPlansQuery,
    response: listPlansResponse,
  }),
  getPlan: endpoint({ method: 'GET', path: planPath, params: planParams, response: plan }),
  applyPlan: endpoint({
    method: 'POST',
    path: `${planPath}/apply`,
    params: planParams,
    body: applyPlanBody,
    response: plan,
  }),
  cancelPlan: endpoint({ method: 'POST', path: `${planPath}/cancel`, params: planParams, response: plan }),
  confirmPlan: endpoint({ method: 'POST', path: `${planPath}/confirm`, params: planParams, response: plan }),
  /** Draws the way back as a plan of its own; nothing is written yet. */
  revertPlan: endpoint({ method: 'POST', path: `${planPath}/revert`, params: planParams, response: plan }),
  listPlanEvents: endpoint({
    method: 'GET',
    path: `${planPath}/events`,
    params: planParams,
    query: planEventsQuery,
    response: planEventsResponse,
  }),

  listSources: endpoint({ method: 'GET', path: '/api/sources', response: listSourcesResponse }),
  createSource: endpoint({
    method: 'POST',
    path: '/api/sources',
    body: createSourceBody,
    response: namedSource,
  }),
  updateSource: endpoint({
    method: 'PATCH',
    path: '/api/sources/[sourceId]',
    params: sourceParams,
    body: updateSourceBody,
    response: namedSource,
  }),
  deleteSource: endpoint({
    method: 'DELETE',
    path: '/api/sources/[sourceId]',
    params: sourceParams,
    response: done,
  }),

  getGuardSettings: endpoint({
    method: 'GET',
    path: '/api/settings/guards',
    response: guardSettingsResponse,
  }),
  updateGuardSettings: endpoint({
    method: 'PATCH',
    path: '/api/settings/guards',
    body: updateGuardSettingsBody,
    response: guardSettingsResponse,
  }),
} as const

export type EndpointName = keyof typeof endpoints
