import Econometrics
import Foundation

/// What a run is asked to do; each is a process of its own, so that its time and memory are whole.
switch CommandLine.arguments.dropFirst().first {
case "generate": try Bench.generate()
case "twfe": try Bench.twoWayEffects()
case "group-time": try Bench.groupTime()
case "csv": try Bench.writeCSV()
case "study": try Bench.study()
case "estimate": try Bench.estimate()
case "coverage": try Bench.coverage()
default:
  print(
    """
    usage: econometrics-bench generate FIRMS FOLDER | twfe FOLDER | group-time FOLDER [not_yet]
           econometrics-bench csv FIRMS FILE | study SPEC.json FILE | coverage
           econometrics-bench estimate SPEC.json FILE
    """)
  exit(2)
}
