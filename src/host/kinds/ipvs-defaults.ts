/**
 * The settings of IPVS, and of conntrack, which it needs, right after their modules are loaded. A host whose modules were not loaded at our first
 * look is returned to these (kernel, Documentation/networking/ipvs-sysctl.rst and nf_conntrack-sysctl.rst, net/netfilter/ipvs/ip_vs_proto_*.c).
 */
export const ipvsDefaults: Readonly<Record<string, string>> = {
	tcp: "900",
	tcpFin: "120",
	udp: "300",
	"net.ipv4.vs.conntrack": "0",
	"net.ipv4.vs.backup_only": "0",
	"net.ipv4.vs.expire_nodest_conn": "0",
	"net.ipv4.vs.expire_quiescent_template": "0",
	"net.ipv4.vs.conn_reuse_mode": "1",
	"net.ipv4.vs.sloppy_tcp": "0",
	"net.ipv4.vs.sync_threshold": "3 50",
	"net.ipv4.vs.sync_refresh_period": "0",
	"net.netfilter.nf_conntrack_tcp_loose": "1",
	"net.netfilter.nf_conntrack_tcp_be_liberal": "0",
};
