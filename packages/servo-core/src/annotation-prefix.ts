/** What the keys of annotations begin with, on the wire and in Kubernetes. */
export const annotationPrefix = 'servo';
