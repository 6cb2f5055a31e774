/** How keepalived treats a port that it cannot change, see `portRemark`. */
export const onPorts = {
	program: "keepalived, which logs that it resets it",
	nat: "lb_kind NAT",
} as const;
