import { notFound } from 'next/navigation'
import { InstancePage } from '#components/instance/instance-page.tsx'
import { instanceId as instanceIdSchema } from '#lib/contract/instances.ts'

export default async function Page({ params }: { params: Promise<{ instanceId: string }> }) {
  const { instanceId } = await params
  const parsed = instanceIdSchema.safeParse(instanceId)
  if (!parsed.success) notFound()
  return <InstancePage instanceId={parsed.data} />
}
