/** A real server that a drill is about to take away from clients. */
export interface Taken {
	readonly name: string;
	readonly address: string;
	/** The service that the drill asks, as ipvsadm names it, where it is about this real server. Default: it only goes down with another role. */
	readonly asked?: string | undefined;
}
