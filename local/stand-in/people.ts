/** The tenant of all personal Microsoft accounts. Source: Microsoft's ID token reference, claim `tid`. */
export const consumerTenant = '9188040d-6c67-4c5b-b112-36a304b66dad';

const contoso = '6f1d3a52-0c0b-4b5e-9a1c-7f2f6d1c0a01';
const fabrikam = 'b87c4f0e-5d2a-4c3f-8e6b-1a9d2c7e4b02';

export interface Person {
  readonly name: string;
  /** Shown and sent as `preferred_username`; nothing may be decided by it. */
  readonly username: string;
  readonly tenant: string;
  /** `oid`: the person's id within the tenant. Fixed, so that accounts survive a restart of the stand-in. */
  readonly objectId: string;
  /** Whether two-step verification is set up: without it no sign-in carries `acr`. */
  readonly hasTwoSteps: boolean;
}

export const ada: Person = {
  name: 'Ada Lovelace',
  username: 'ada@outlook.example',
  tenant: consumerTenant,
  objectId: '00000000-0000-0000-6a1d-3c5e7f901b01',
  hasTwoSteps: true,
};

export const grace: Person = {
  name: 'Grace Hopper',
  username: 'grace@contoso.example',
  tenant: contoso,
  objectId: '2d9f61b4-73ce-4a0e-b1f5-90c3de7a5502',
  hasTwoSteps: true,
};

export const katherine: Person = {
  name: 'Katherine Johnson',
  username: 'katherine@fabrikam.example',
  tenant: fabrikam,
  objectId: '81c0e7aa-15b9-4d26-a7f3-5be2406c9d03',
  hasTwoSteps: true,
};

export const alan: Person = {
  name: 'Alan Turing',
  username: 'alan@contoso.example',
  tenant: contoso,
  objectId: 'c45a2e90-6f38-4b7d-9d01-e86a17f3b204',
  hasTwoSteps: false,
};

export const charles: Person = {
  name: 'Charles Babbage',
  username: 'charles@hotmail.example',
  tenant: consumerTenant,
  objectId: '00000000-0000-0000-52b8-d04f96a17c05',
  hasTwoSteps: true,
};

export const samplePeople: readonly Person[] = [ada, grace, katherine, alan, charles];

/** The tenant in which the sample registry's own application lives. */
export const registryTenant = contoso;

export function kindOf(person: Person): string {
  const kind = person.tenant === consumerTenant ? 'personal account' : 'work account';
  return person.hasTwoSteps ? `${kind}, two-step verification` : `${kind}, no two-step verification`;
}
