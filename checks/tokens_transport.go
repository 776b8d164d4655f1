package checks

import (
	"fmt"
	"io"
	"net/http"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
)

// clientOptions are the options of every credential that speaks HTTP: this machine's transport, no retries.
func (s *Session) clientOptions(client *http.Client) azcore.ClientOptions {
	return azcore.ClientOptions{
		Cloud:     s.Target().Cloud.configuration(),
		Retry:     policy.RetryOptions{MaxRetries: -1},
		Transport: boundedTransport{client},
	}
}

// boundedTransport cuts off response bodies, which azidentity reads whole.
type boundedTransport struct{ client *http.Client }

// Do sends the request; see policy.Transporter.
func (b boundedTransport) Do(r *http.Request) (*http.Response, error) {
	response, err := b.client.Do(r)
	if response != nil {
		response.Body = &boundedBody{ReadCloser: response.Body, left: maxBodyBytes}
	}
	return response, err
}

// boundedBody fails where the body goes on after left bytes.
type boundedBody struct {
	io.ReadCloser
	left int
}

var errTooLarge = fmt.Errorf("the answer is larger than %d bytes", maxBodyBytes)

// Read reads up to the bound; see io.Reader.
func (b *boundedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p[:min(len(p), b.left+1)])
	if n > b.left {
		return b.left, errTooLarge
	}
	b.left -= n
	return n, err
}
