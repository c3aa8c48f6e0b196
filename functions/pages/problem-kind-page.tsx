import { isProblemCode, Problem, problemKind } from '../../shared/problems.ts';
import { definePage } from './parts/page.tsx';

/** GET /problems/{code} — what a refusal means in general: the address that its `type` names. */
export const problemKindPage = definePage({
  name: 'problem',
  route: 'problems/{code}',
  caller: 'anyone',
  admitsClosed: true,
  problems: ['not-found'],
  load(_services, { params }) {
    const code = params.code ?? '';
    if (!isProblemCode(code)) throw new Problem('not-found', 'No refusal of this service has this code.');
    return { show: problemKind(code) };
  },
  title: ({ title }) => title,
  view: ({ code, status, title, about }) => (
    <>
      <h1>{title}</h1>
      <p>{about}</p>
      <dl class="facts">
        <div>
          <dt>Code</dt>
          <dd>
            <code>{code}</code>
          </dd>
        </div>
        <div>
          <dt>HTTP status</dt>
          <dd>{status}</dd>
        </div>
      </dl>
    </>
  ),
});
