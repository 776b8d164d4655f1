package checks

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
)

// onLoopback lets the machine connect to real listeners of this test, which are at 127.0.0.1, beside its Azure.
func (m *machine) onLoopback() {
	inMemory := m.Dial
	m.Dial = func(ctx context.Context, network, address string) (net.Conn, error) {
		if strings.HasPrefix(address, "127.0.0.1:") {
			return (&net.Dialer{}).DialContext(ctx, network, address)
		}
		return inMemory(ctx, network, address)
	}
}

// answering is a proxy that answers every request with a status, or hangs up where that is 0.
func answering(status int, text string) func(*testing.T, *machine) string {
	return func(t *testing.T, _ *machine) string {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { listener.Close() })
		go func() {
			for {
				connection, err := listener.Accept()
				if err != nil {
					return
				}
				if _, err := http.ReadRequest(bufio.NewReader(connection)); err == nil && status != 0 {
					fmt.Fprintf(connection, "HTTP/1.1 %d %s\r\nContent-Length: 0\r\n\r\n", status, text)
				}
				connection.Close()
			}
		}()
		return "http://" + listener.Addr().String()
	}
}
