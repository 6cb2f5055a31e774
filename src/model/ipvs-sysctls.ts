/** Key of `ipvs` -> the sysctl beneath net.ipv4.vs that it sets. A kernel has one value of each, for all clusters. */
export const ipvsSysctls = {
	expireNodestConn: "expire_nodest_conn",
	expireQuiescentTemplate: "expire_quiescent_template",
	connReuseMode: "conn_reuse_mode",
	sloppyTcp: "sloppy_tcp",
} as const;

export const ipvsSysctlKeys = Object.keys(
	ipvsSysctls,
) as (keyof typeof ipvsSysctls)[];
