import type { AuditEntry } from '../../../shared/audit/audit-entry.ts';
import type { Page } from '../../../shared/storage/pages.ts';
import { Moment } from './moment.tsx';
import { More } from './more.tsx';

interface HistoryListProps {
  readonly page: Page<AuditEntry>;
  /** An entry as a person reads it. */
  readonly sentenceOf: (entry: AuditEntry) => string;
}

/** What was changed, the newest first, and the way to what came before. */
export function HistoryList({ page, sentenceOf }: HistoryListProps) {
  return (
    <>
      <ol class="cards">
        {page.items.map((entry) => (
          <li key={`${entry.at.toISOString()} ${entry.event} ${entry.whom}`}>
            <span>{sentenceOf(entry)}</span>
            <span class="small">
              <Moment of={entry.at} />
            </span>
          </li>
        ))}
      </ol>
      <More page={page} />
    </>
  );
}
