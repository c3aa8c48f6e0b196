import type { LivingAccount } from '../../../shared/accounts/account.ts';
import { leastGraceMinutes } from '../../../shared/deletions/deletion.ts';
import { type Plan, planOf } from '../../../shared/deletions/plan/plan.ts';
import type { PlanSubject } from '../../../shared/deletions/plan/plan-part.ts';
import { longestName } from '../../../shared/names/account-name.ts';
import type { Services } from '../../../shared/services.ts';
import { isFresh } from '../../../shared/sessions/session.ts';
import type { SignedIn } from '../../../shared/sessions/sessions.ts';
import { Form, type FormState, Refusal, TextField } from './form.tsx';
import { FreshOnly } from './fresh-only.tsx';
import { Moment } from './moment.tsx';

/** What a page about a deletion shows, users and organizations alike. */
export interface WayOutData {
  readonly account: LivingAccount;
  readonly plan: Plan;
  readonly graceDays: number;
  readonly isFresh: boolean;
  readonly path: string;
}

export async function wayOutData(
  services: Services,
  { session }: SignedIn,
  account: PlanSubject,
  path: string,
): Promise<WayOutData> {
  return {
    account: account.value,
    plan: await planOf(services, account),
    graceDays: services.config.deletionGraceDays,
    isFresh: isFresh(session, services.clock.now()),
    path,
  };
}

/** What a page about a deletion is called; `what` as in “Delete …”, `name` as in “… is closed”. */
export function headingOf({ state }: LivingAccount, what: string, name: string): string {
  switch (state) {
    case 'active':
      return `Delete ${what}`;
    case 'closing':
      return `${name} is being closed`;
    case 'restoring':
      return `${name} is being restored`;
    default:
      return `${name} is closed`;
  }
}

/** What deleting does, what is in its way, and the form that confirms it; once begun, the way back. */
export function WayOut({ data, form }: { readonly data: WayOutData; readonly form: FormState }) {
  return data.account.state === 'active' ? <Ahead data={data} form={form} /> : <Begun data={data} form={form} />;
}

function Ahead({ data, form }: { readonly data: WayOutData; readonly form: FormState }) {
  const { account, plan, graceDays, isFresh, path } = data;
  const { name } = account;
  const canConfirm = plan.blockers.length === 0 && isFresh;
  return (
    <>
      <Refusal form={form} isSaidBesideField={form.problem?.errors !== undefined && canConfirm} />
      <p>
        Deleting closes “{name}” at once. For {graceText(graceDays)} it can be restored as it was. Then it is gone for
        good.
      </p>
      <Effects plan={plan} heading="What happens" />
      {plan.blockers.length > 0 ? (
        <>
          <h2>What is in the way</h2>
          <ul class="cards">
            {plan.blockers.map(({ detail, resolve, organization, package: id }) => (
              <li key={resolve}>
                <span>{detail}</span>
                <a href={resolve}>Go to {organization ?? id}</a>
              </li>
            ))}
          </ul>
          <p>
            When it is resolved, <a href={path}>look at this page again</a>.
          </p>
        </>
      ) : (
        <>
          <h2>Delete it</h2>
          <FreshOnly isFresh={isFresh} path={path} to={`delete “${name}”`}>
            <Form act="delete" about={{ plan: plan.hash }} form={{}}>
              <TextField
                name="name"
                label={`Type “${name}” to confirm`}
                hint="Exactly as written, including capital letters."
                form={form}
                autocomplete="off"
                maxLength={longestName}
              />
              <button type="submit" class="danger">
                Delete {name}
              </button>
            </Form>
          </FreshOnly>
        </>
      )}
    </>
  );
}

function Begun({ data, form }: { readonly data: WayOutData; readonly form: FormState }) {
  const { account, plan } = data;
  const { name, state, purgeAfter } = account;
  return (
    <>
      <Refusal form={form} />
      <p class="important">
        {state === 'closed' && purgeAfter ? (
          <>
            “{name}” is closed. It can be restored until <Moment of={purgeAfter} />; then it is gone for good.
          </>
        ) : state === 'closing' ? (
          `“${name}” is being closed. It can still be restored.`
        ) : (
          `“${name}” is being restored. If this page still says so in a moment, press the button again.`
        )}
      </p>
      <h2>Restore it</h2>
      <p>Seats, packages and everything else are then as they were.</p>
      <Form act="restore" form={{}}>
        <button type="submit">Restore {name}</button>
      </Form>
      <Effects plan={plan} heading="What happens if it is not restored" />
    </>
  );
}

function graceText(days: number): string {
  if (days === 0) return `${leastGraceMinutes} minutes`;
  return days === 1 ? '1 day' : `${days} days`;
}

function Effects({ plan, heading }: { readonly plan: Plan; readonly heading: string }) {
  return (
    <>
      <h2>{heading}</h2>
      <ul>
        {plan.effects.map(({ detail }) => (
          <li key={detail}>{detail}</li>
        ))}
      </ul>
    </>
  );
}
