"""What the simulated devices of several measurements are configured with."""

import lab

# An ASA that is managed over every transport.
FIREWALL = f"""\
hostname {{name}}
domain-name example.net
enable password {lab.ENABLE_PASSWORD}
username {lab.USERNAME} password {lab.PASSWORD} privilege 15
aaa authentication ssh console LOCAL
aaa authentication telnet console LOCAL
aaa authentication http console LOCAL
interface Management0/0
 management-only
 nameif management
 security-level 100
 ip address 192.0.2.10 255.255.255.0
http server enable
http 127.0.0.0 255.0.0.0 management
ssh 127.0.0.0 255.0.0.0 management
telnet 127.0.0.0 255.0.0.0 management
"""
