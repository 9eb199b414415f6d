import { fieldManager } from '../api/field-manager.js';

/** The annotation that holds how a workload was, as the patch that brings it back. */
export const beforeAnnotation = `${fieldManager}/before`;
/** The annotation that says which servo changed the workload. */
export const holderAnnotation = `${fieldManager}/holder`;
/** The annotation that is there for a moment, to make a newer version of a workload. */
export const outdatedAnnotation = `${fieldManager}/outdated`;
