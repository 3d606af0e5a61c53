/** Owns the type of a style sheet that the gallery loads for its effect. */
declare module '*.css';
