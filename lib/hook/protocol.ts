/**
 * What CloudFormation and a Lambda Hook say to each other.
 * https://docs.aws.amazon.com/cloudformation-cli/latest/hooks-userguide/lambda-hooks-create-lambda-function.html
 */

/** The answer. `errorCode` says whether something is wrong with the target, or with the evaluation. */
export interface HookResponse {
  hookStatus: 'SUCCESS' | 'FAILED';
  errorCode?: 'NonCompliant' | 'InternalFailure';
  message: string;
  clientRequestToken?: string;
  annotations?: readonly Annotation[];
}

/** What one rule found. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Annotation.html */
export interface Annotation {
  annotationName: string;
  status: 'FAILED';
  statusMessage: string;
  remediationMessage: string;
  remediationLink?: string;
  severityLevel: 'HIGH' | 'MEDIUM' | 'LOW' | 'INFORMATIONAL';
}

/** Characters of a message, behind which it is cut off: for CloudFormation, and for Cloud Control API. */
export const MESSAGE_LIMITS = { cloudFormation: 4096, cloudControl: 1024 } as const;

/** Characters of an annotation's texts. */
export const ANNOTATION_LIMIT = 16384;

/** Hooks wait 30 seconds for the function; the rest is for starting it, and for the answer's way back. */
export const ANSWER_WITHIN_MS = 20_000;

/** Operations that a hook can be asked about; a resource of Cloud Control API looks like any other. */
export const TARGETS = ['STACK', 'CHANGE_SET', 'RESOURCE', 'CLOUD_CONTROL'] as const;
export type HookTarget = (typeof TARGETS)[number];
