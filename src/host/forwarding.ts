/** The host-wide sysctl that lets the kernel forward packets. */
export const forwarding = "net.ipv4.ip_forward";
