Console.Error.WriteLine("no verbs yet");
return 64;
