/** Said to people with only one Microsoft account here. */
export function OneIdentity({ username }: { readonly username: string }) {
  return (
    <p class="important">
      <strong>Only one Microsoft account leads to {username}.</strong> If you lose it, or your work or school closes it,
      nobody can sign in as {username} any longer: this service keeps no password or e-mail address by which it could
      recognise you. <a href="/account/identities">Add another</a> while you can.
    </p>
  );
}
