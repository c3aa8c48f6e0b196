import type { LivingAccount } from '../../../shared/accounts/account.ts';
import type { Plan } from '../../../shared/deletions/plan.ts';
import { Form, type FormState, Refusal, TextField } from './form.tsx';
import { FreshOnly } from './fresh-only.tsx';
import { Moment } from './moment.tsx';

/** What a page about a deletion shows, users and organizations alike. */
export interface DeletionData {
  readonly account: LivingAccount;
  readonly plan: Plan;
  readonly graceDays: number;
  readonly isFresh: boolean;
  readonly path: string;
}

/** What deleting does, what is in the way of it, and the form that confirms it; once begun, the way back. */
export function Deletion({ data, form }: { readonly data: DeletionData; readonly form: FormState }) {
  return data.account.state === 'active' ? <Ahead data={data} form={form} /> : <Begun data={data} form={form} />;
}

function Ahead({ data, form }: { readonly data: DeletionData; readonly form: FormState }) {
  const { account, plan, graceDays, isFresh, path } = data;
  const { name } = account;
  const canConfirm = plan.blockers.length === 0 && isFresh;
  return (
    <>
      <Refusal form={form} isSaidBesideField={form.problem?.errors !== undefined && canConfirm} />
      <p>
        {graceDays > 0
          ? `Deleting closes “${name}” at once. For ${graceDays} ${graceDays === 1 ? 'day' : 'days'} it can be restored as it was. Then it is gone for good.`
          : `Deleting closes “${name}” at once. For half an hour it can be restored as it was. Then it is gone for good.`}
      </p>
      <Effects plan={plan} />
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
          <p>When it is resolved, open this page again.</p>
        </>
      ) : (
        <>
          <h2>Delete it</h2>
          <FreshOnly isFresh={isFresh} path={path} to={`delete “${name}”`}>
            <Form act="delete" about={{ plan: plan.hash }} form={{}}>
              <TextField
                name="name"
                label={`Type “${name}” to confirm`}
                hint="Exactly as it is written, upper and lower case too."
                form={form}
                autocomplete="off"
                maxLength={64}
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

function Begun({ data, form }: { readonly data: DeletionData; readonly form: FormState }) {
  const { account, plan } = data;
  const { name, state, purgeAfter } = account;
  return (
    <>
      <p class="important">
        {state === 'closed' && purgeAfter ? (
          <>
            “{name}” is closed. It can be restored until <Moment of={purgeAfter} />; then it is gone for good.
          </>
        ) : state === 'closing' ? (
          `“${name}” is being closed. It can still be restored.`
        ) : (
          `“${name}” is being restored. This page says when that is done: open it again in a moment.`
        )}
      </p>
      <h2>Restore it</h2>
      <p>Seats, packages and everything else are again as they were.</p>
      <Form act="restore" form={form}>
        <button type="submit">Restore {name}</button>
      </Form>
      <Effects plan={plan} />
    </>
  );
}

function Effects({ plan }: { readonly plan: Plan }) {
  return (
    <>
      <h2>What happens</h2>
      <ul>
        {plan.effects.map(({ detail }) => (
          <li key={detail}>{detail}</li>
        ))}
      </ul>
    </>
  );
}
