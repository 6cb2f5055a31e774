/** Why we do not touch a host: what was seen there, and what the user can do. */
export interface Reason {
	readonly saw: string;
	readonly advice: string;
}
