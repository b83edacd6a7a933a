'use client'

// The reach diagram on a narrow screen: the same gate seen from above, streams running down to the instance.

import { useFormatter, useTranslations } from 'next-intl'
import {
  deckStateOf,
  entryBarWidth,
  fitLabel,
  isFlowing,
  levelColour,
  streamWidth,
  wavePath,
} from './geometry.ts'
import { useDelta, useSourceLabel } from './labels.ts'
import type { ReachDiagramProps } from './types.ts'

const rowHeight = 21

export function UprightReachDiagram(props: ReachDiagramProps) {
  const t = useTranslations('reach')
  const format = useFormatter()
  const labelOf = useSourceLabel()
  const deltaOf = useDelta()
  const flowing = isFlowing(props.endpointStatus)
  const deck = deckStateOf(props.endpointStatus)
  const colour = levelColour[props.level]
  const created = props.links.filter((link) => link.state === 'created').length
  const moatTop = 26 + props.sources.length * rowHeight + 20
  // Everything below the moat hangs on its top edge.
  const at = (offset: number) => moatTop + offset
  const height = at(210)
  const xs = props.sources.map((_, row) => 252 + row * 3.8)

  return (
    <svg
      viewBox={`0 0 358 ${height}`}
      role="img"
      aria-label={t('label', { name: props.instanceName })}
      className="block h-auto w-full font-sans"
    >
      <rect x="0" y={moatTop} width="358" height="46" fill="var(--moat)" />
      <path
        d={wavePath(0, 358, moatTop + 13, moatTop + 40)}
        fill="none"
        stroke="var(--moat-wave)"
        strokeWidth="1.1"
        strokeLinecap="round"
      />
      {deck === 'up' ? (
        <path d={`M241 ${at(40)}H278`} stroke="var(--ink)" strokeWidth="4" strokeLinecap="round" />
      ) : (
        <g className={deck === 'moving' ? 'animate-wait' : undefined}>
          <rect
            x="243"
            y={at(deck === 'moving' ? 20 : -6)}
            width="33"
            height={deck === 'moving' ? 26 : 52}
            fill="var(--surface)"
            stroke="var(--ink)"
            strokeWidth="1.5"
            strokeDasharray={deck === 'unknown' ? '4 4' : undefined}
          />
          <path d={`M243 ${at(22)}h33M243 ${at(30)}h33M243 ${at(38)}h33`} stroke="var(--line-strong)" />
        </g>
      )}
      <path d={`M0 ${at(46)}H234M285 ${at(46)}H358`} stroke="var(--ink)" strokeWidth="1.4" />
      <path
        d={`M228 ${at(80)}V${at(38)}h13v8h37v-8h13v42z`}
        fill="var(--surface)"
        stroke="var(--ink)"
        strokeWidth="1.5"
        strokeLinejoin="round"
      />
      {props.sources.map((source, row) => {
        const y = 16 + row * rowHeight
        const x = xs[row] ?? 252
        const label = labelOf(source)
        const delta = deltaOf(source)
        const isLost = source.after === 0 && source.before > 0
        const runs = flowing && !isLost
        const start = delta === '' ? 168 : 206
        const width = streamWidth(Math.max(source.before, source.after)) * 0.9
        const bend = 14 + row * 2
        return (
          <g key={source.key}>
            <text
              x="14"
              y={y + 4}
              fontSize="12"
              fill={isLost ? 'var(--ink-3)' : 'var(--ink)'}
              textDecoration={isLost ? 'line-through' : undefined}
              className={source.isAddress ? 'font-mono' : undefined}
            >
              {fitLabel(label, 15)}
            </text>
            <text
              x="158"
              y={y + 4}
              fontSize="12"
              textAnchor="end"
              fill="var(--ink-2)"
              className="tabular-nums"
            >
              {format.number(source.before > 0 ? source.before : source.after, { notation: 'compact' })}
            </text>
            {delta !== '' && (
              <text
                x="164"
                y={y + 4}
                fontSize="11"
                fontWeight="600"
                fill="var(--ink)"
                className="tabular-nums"
              >
                {fitLabel(delta, 7)}
              </text>
            )}
            <path
              d={`M${start} ${y}H${x - bend}Q${x} ${y} ${x} ${y + bend}V${runs ? moatTop : moatTop - 6}`}
              fill="none"
              stroke={runs ? colour : 'var(--ink-4)'}
              strokeWidth={width}
              strokeDasharray={runs ? undefined : '3 4'}
            />
            {runs && (
              <path
                d={`M${x} ${moatTop}V${at(64)}M${x} ${at(80)}V${at(100)}M${x} ${at(132)}V${at(156)}`}
                fill="none"
                stroke={colour}
                strokeWidth={width}
              />
            )}
          </g>
        )
      })}
      {props.level !== 'world' && (
        <g>
          <text x="14" y={moatTop - 11} fontSize="11" fill="var(--ink-3)">
            {t('everyoneElse')}
          </text>
          <path
            d={`M100 ${moatTop - 15}H206`}
            stroke="var(--ink-4)"
            strokeWidth="1.2"
            strokeDasharray="2 4"
          />
          <path d={`M206 ${moatTop - 20}v10`} stroke="var(--ink-3)" strokeWidth="1.6" />
        </g>
      )}

      <Pair y={at(67)} title={t('publicEndpoint')} note={props.endpointWord} />
      <rect
        x="196"
        y={at(100)}
        width="134"
        height="32"
        rx="5"
        fill="var(--surface)"
        stroke="var(--line-strong)"
      />
      {props.entrySizes.slice(0, 12).map((size, row) => {
        const x = 203 + row * 10.2
        const bar = size > 0 ? (entryBarWidth(size, 66) / 66) * 22 : 22
        return (
          <rect
            key={x}
            x={x}
            y={at(127) - bar}
            width="6"
            height={bar}
            rx="1.2"
            fill={size > 0 && flowing ? colour : 'var(--ink-4)'}
          />
        )
      })}
      <Pair
        y={at(114)}
        title={t('allowList')}
        note={t('entriesAndAddresses', { entries: props.entrySizes.length, addresses: props.addresses })}
      />
      <rect
        x="196"
        y={at(156)}
        width="134"
        height="40"
        rx="7"
        fill="var(--surface)"
        stroke="var(--ink)"
        strokeWidth="1.5"
      />
      <text x="208" y={at(181)} fontSize="13" fontWeight="600" fill="var(--ink)">
        {fitLabel(props.instanceName, 14)}
      </text>
      {created > 0 && (
        <g>
          <path d={`M150 ${at(170)}H196M150 ${at(182)}H196`} stroke="var(--exp-private)" strokeWidth="2.4" />
          <circle cx="150" cy={at(170)} r="3.6" fill="var(--exp-private)" />
          <circle cx="150" cy={at(182)} r="3.6" fill="var(--exp-private)" />
        </g>
      )}
      <Pair
        y={at(173)}
        title={t('vpcLinks')}
        note={t('linksCreated', { created, count: props.links.length })}
      />
    </svg>
  )
}

function Pair({ y, title, note }: { y: number; title: string; note: string }) {
  return (
    <>
      <text x="14" y={y} fontSize="13" fontWeight="600" fill="var(--ink)">
        {title}
      </text>
      <text x="14" y={y + 15} fontSize="11" fill="var(--ink-3)">
        {fitLabel(note, 32)}
      </text>
    </>
  )
}
