/** The rows of the report, in its order. */
export const rows = {
	labUp: "`lvsctl lab up`: four machines, or five",
	first: "first `lvsctl up`",
	again: "`lvsctl up` again, nothing to do",
	refreshed: "`lvsctl up -- --refresh`, nothing found",
	weight: "weight change",
	drift: "`lvsctl refresh` after `ipvsadm -C`",
	repair: "`lvsctl up` that repairs it",
	destroy: "`lvsctl destroy`",
	reboot: "`lvsctl lab reboot lb`, until the client is served",
	empty: "`lvsctl up` of a program that exports one constant",
	floor:
		"the scripts, and at the same time an `up` of a program that exports one constant",
	reset: "`lvsctl lab reset rs1`",
} as const;
