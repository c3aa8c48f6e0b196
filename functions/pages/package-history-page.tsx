import type { AuditEntry, AuditEvent } from '../../shared/audit/audit-entry.ts';
import * as packageHistory from '../../shared/packages/package-history.ts';
import { HistoryList } from './parts/history-list.tsx';
import { cursorIn } from './parts/more.tsx';
import { PackageHeader } from './parts/package-links.tsx';
import { definePage } from './parts/page.tsx';

/** GET /packages/{id}/history — who changed what about a package, when; the newest first. */
export const packageHistoryPage = definePage({
  name: 'package-history',
  route: 'packages/{id}/history',
  caller: 'session',
  rights: ['package:history:see'],
  problems: ['invalid-request'],
  async load(services, request) {
    const { id = '' } = request.params;
    return { show: await packageHistory.list(services, request.caller.account, id, cursorIn(request)) };
  },
  title: ({ package: { id } }) => `History of ${id}`,
  view: (seen) => (
    <>
      <PackageHeader of={seen} here="/history" />
      <HistoryList page={seen.page} sentenceOf={sentenceOf} />
    </>
  ),
});

/** An entry as a person reads it. */
function sentenceOf({ event, actor, whom, through }: AuditEntry): string {
  const who = through === undefined ? actor : `${actor}, for ${through},`;
  switch (event as Extract<AuditEvent, `package:${string}`>) {
    case 'package:register':
      return whom === actor ? `${actor} registered the package.` : `${actor} registered the package for ${whom}.`;
    case 'package:remove':
      return 'The registry removed the package.';
    case 'package:offer:make':
      return `${who} offered ownership to ${whom}.`;
    case 'package:offer:withdraw':
      return `${who} withdrew the offer to ${whom}.`;
    case 'package:offer:decline':
      return whom === actor ? `${actor} declined an offer.` : `${actor} declined an offer for ${whom}.`;
    case 'package:owner:add':
      return `${who} added ${whom}.`;
    case 'package:owner:join':
      return whom === actor ? `${actor} became an owner.` : `${actor} accepted for ${whom}, which became an owner.`;
    case 'package:owner:remove':
      return `${who} removed ${whom}.`;
    case 'package:owner:leave':
      return whom === actor ? `${actor} gave up ownership.` : `${actor} gave up the ownership of ${whom}.`;
    case 'package:owner:suspend':
      return `${actor} was closed; its ownership is suspended.`;
    case 'package:owner:count':
      return `${actor} was restored; its ownership counts again.`;
    case 'package:owner:depart':
      return `${actor} is gone, and no longer owns the package.`;
    case 'package:offer:lapse':
      return `${actor} is gone, and so is the offer.`;
  }
}
