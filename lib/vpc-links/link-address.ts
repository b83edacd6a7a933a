// Judges an address chosen by hand for a VPC link, before anything is sent: the page uses it while typing, the server
// again before the call. What the cloud would refuse anyway is refused here with a reason.

import { blockRange, formatAddress, parseAddress } from '#lib/net/cidr.ts'

export type LinkAddressProblem =
  /** Not an IPv4 address at all; `reason` is a full catalogue key. */
  { readonly reason: string; readonly values: Readonly<Record<string, string | number>> }

export type LinkAddressCheck =
  | { readonly ok: true; readonly address: string }
  | { readonly ok: false; readonly problem: LinkAddressProblem }

export type LinkAddressInput = {
  readonly address: string
  readonly subnetCidr: string
  /** Addresses in use, as far as they could be read; null when they could not. */
  readonly usedAddresses: readonly string[] | null
}

/**
 * An address must lie in the subnet, be neither its first (network), second (gateway, by the usual rule of VPCs) nor last
 * (broadcast) address, and not be in use.
 */
export function checkLinkAddress({ address, subnetCidr, usedAddresses }: LinkAddressInput): LinkAddressCheck {
  const text = address.trim()
  const parsed = parseAddress(text)
  if (!parsed.ok) {
    return refuse(`address.problem.${parsed.problem.reason}`, parsed.problem.values)
  }
  if (parsed.value.hasPrefix) return refuse('links.address.isBlock', { input: text })
  const subnet = parseAddress(subnetCidr)
  // A subnet that cannot be read leaves the verdict to the cloud.
  if (!subnet.ok) return { ok: true, address: text }
  const { first, last } = blockRange(subnet.value.block)
  const value = parsed.value.block.base
  const shown = { address: text, subnet: subnet.value.meaning }
  if (value < first || value > last) {
    return refuse('links.address.outside', {
      ...shown,
      first: formatAddress(first),
      last: formatAddress(last),
    })
  }
  if (value === first) return refuse('links.address.network', shown)
  if (value === last) return refuse('links.address.broadcast', shown)
  if (value === first + 1) return refuse('links.address.gateway', shown)
  if (usedAddresses?.includes(text)) return refuse('links.address.used', shown)
  return { ok: true, address: text }
}

function refuse(reason: string, values: Readonly<Record<string, string | number>>): LinkAddressCheck {
  return { ok: false, problem: { reason, values } }
}
