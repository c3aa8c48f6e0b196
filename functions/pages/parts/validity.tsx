import { Moment } from './moment.tsx';

interface ValidityProps {
  readonly expiresAt: Date;
  readonly now: Date;
  /** Why an invitation or offer can no longer be accepted, apart from its time. */
  readonly lost: string | undefined;
}

/** Whether it can still be accepted, and until when. */
export function Validity({ expiresAt, now, lost }: ValidityProps) {
  if (lost !== undefined) return <>no longer valid: {lost}</>;
  return (
    <>
      {expiresAt <= now ? 'expired' : 'until'} <Moment of={expiresAt} />
    </>
  );
}
