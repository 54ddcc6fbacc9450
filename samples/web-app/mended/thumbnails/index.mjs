import { SecretsManager } from '@aws-sdk/client-secrets-manager';
import { thumbnailOf } from '@foliofern/covers';

const { IMAGE_SERVICE, IMAGE_SERVICE_SECRET_ARN } = process.env;

/** Makes a thumbnail of a new cover and hands it to the image service. */
export const handler = async ({ cover }) => {
  const { SecretString } = await new SecretsManager().getSecretValue({ SecretId: IMAGE_SERVICE_SECRET_ARN });
  const reply = await fetch(`${IMAGE_SERVICE}/${cover}`, {
    method: 'PUT',
    headers: { authorization: `Basic ${btoa(`shop:${SecretString}`)}` },
    body: await thumbnailOf(cover),
  });
  if (!reply.ok) throw new Error(`The image service answered ${reply.status}`);
};
