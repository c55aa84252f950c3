import type { Enhancement } from './enhancement.ts';

/**
 * Asks the device for a passkey when the form is sent, puts what it answers into the form, and sends it. The options and
 * the answer are JSON as browsers themselves read and write it.
 */
export const passkey: Enhancement = {
  name: 'passkey',
  begin(element) {
    const said = element.querySelector<HTMLElement>('[data-said]');
    const field = element.querySelector<HTMLInputElement>('input[name=credential]');
    if (!(element instanceof HTMLFormElement) || !said || !field) return;
    const without = element.querySelector<HTMLElement>('[data-without-script]');
    if (typeof PublicKeyCredential === 'undefined' || !('parseCreationOptionsFromJSON' in PublicKeyCredential)) {
      if (without) without.textContent = unable;
      return;
    }
    without?.remove();
    for (const hidden of element.querySelectorAll<HTMLElement>('[data-with-script]')) hidden.hidden = false;
    element.addEventListener('submit', (event) => {
      if (field.value !== '') return;
      event.preventDefault();
      said.textContent = 'Your device is asking you …';
      credentialFor(element.dataset['kind'], element.dataset['options'] ?? '{}').then(
        (credential) => {
          field.value = JSON.stringify(credential);
          element.submit();
        },
        (reason: unknown) => {
          said.textContent = wordsFor(reason);
        },
      );
    });
  },
};

const unable =
  'This browser cannot use passkeys here: it is too old, or the address is not one that they work at (https, and a name rather than a number). Use another browser, or ask for another way to sign in.';

async function credentialFor(kind: string | undefined, text: string): Promise<unknown> {
  const options: unknown = JSON.parse(text);
  const credential =
    kind === 'make'
      ? await navigator.credentials.create({
          publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(
            options as PublicKeyCredentialCreationOptionsJSON,
          ),
        })
      : await navigator.credentials.get({
          publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options as PublicKeyCredentialRequestOptionsJSON),
        });
  if (!(credential instanceof PublicKeyCredential)) throw new TypeError('no credential');
  return credential.toJSON();
}

function wordsFor(reason: unknown): string {
  const name = reason instanceof Error ? reason.name : '';
  if (name === 'InvalidStateError') return 'This device has a passkey for you already. Sign in with it.';
  if (name === 'NotAllowedError')
    return 'Nothing was used: it was cancelled, or took too long. Try again when you are ready.';
  return 'Your device could not do it. Try again, or use another device.';
}
