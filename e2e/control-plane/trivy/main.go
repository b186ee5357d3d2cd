// Asks the Kubernetes checks that come with Trivy about every file of a folder, and prints what failed: a JSON line each.
package main

import (
	"context"
	"encoding/json"
	"log"
	"os"

	"github.com/aquasecurity/trivy/pkg/iac/rego"
	"github.com/aquasecurity/trivy/pkg/iac/scanners/kubernetes"
)

type finding struct {
	ID       string `json:"id"`
	Title    string `json:"title"`
	Severity string `json:"severity"`
	Message  string `json:"message"`
	File     string `json:"file"`
}

func main() {
	scanner := kubernetes.NewScanner(rego.WithEmbeddedPolicies(true), rego.WithEmbeddedLibraries(true))
	results, err := scanner.ScanFS(context.Background(), os.DirFS(os.Args[1]), ".")
	if err != nil {
		log.Fatal(err)
	}
	out := json.NewEncoder(os.Stdout)
	for _, result := range results.GetFailed() {
		rule := result.Rule()
		found := finding{rule.ID, rule.Summary, string(rule.Severity), result.Description(), result.Range().GetFilename()}
		if err := out.Encode(found); err != nil {
			log.Fatal(err)
		}
	}
}
